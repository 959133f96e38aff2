// A real issuer of tokens on a port of its own: OAuth 2.0 client credentials, access tokens as JWTs (RFC 9068).
//
// `node provider.mjs '{"audience": …, "assertionKey": JWK}'` prints its address and serves until it is stopped.
// Its clients `basic` and `assertion` prove who they are by a secret and by private_key_jwt (RFC 7523); the tokens of
// `bound` are bound to the certificate (RFC 8705) that a TLS proxy hands over in Client-Cert (RFC 9440).
// People of `people` (claims, by the name under which each signs in) sign in to the clients `pages` (by a secret),
// `proven` (by private_key_jwt) and `open` (by PKCE alone), and come back to `callbacks` and, signed out, to `afterwards`.
// A POST to /rotate makes a new key, with which it signs from then on; the one before it stays published until the next.

import { X509Certificate, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const { audience, assertionKey, people, callbacks, afterwards } = JSON.parse(process.argv[2])
const ORGANISATIONS = {
  basic: '00000009100000000001',
  assertion: '00000009100000000002',
  bound: '00000009100000000002',
}
const SCOPES = ['mandates:ask', 'mandates:keep']
const COMMON = {
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  scope: SCOPES.join(' '),
  id_token_signed_response_alg: 'ES256',
}
const BY_SECRET = { ...COMMON, client_secret: 'only-of-this-test', token_endpoint_auth_method: 'client_secret_basic' }
const BY_KEY = {
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  jwks: { keys: [assertionKey] },
}
const FOR_PEOPLE = {
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: callbacks,
  post_logout_redirect_uris: afterwards,
  id_token_signed_response_alg: 'ES256',
}
const clients = [
  { ...BY_SECRET, client_id: 'basic' },
  { ...BY_SECRET, client_id: 'bound', tls_client_certificate_bound_access_tokens: true },
  {
    ...COMMON,
    client_id: 'assertion',
    ...BY_KEY,
  },
  ...(callbacks.length
    ? [
        { ...FOR_PEOPLE, client_id: 'pages', client_secret: 'only-of-this-test' },
        { ...FOR_PEOPLE, client_id: 'proven', ...BY_KEY },
        { ...FOR_PEOPLE, client_id: 'open', token_endpoint_auth_method: 'none' },
      ]
    : []),
]

function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' }
}

function certificate(ctx) {
  const given = ctx.get('client-cert')
  return given ? new X509Certificate(Buffer.from(given.slice(1, -1), 'base64')) : undefined
}

function provider(issuer, keys) {
  const resource = {
    scope: SCOPES.join(' '),
    audience,
    accessTokenTTL: 300,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  }
  return new Provider(issuer, {
    clients,
    jwks: { keys },
    scopes: [...SCOPES, 'openid', 'register'],
    claims: { openid: ['sub'], register: ['oin', 'roles', 'employee_number'] },
    conformIdTokenClaims: false,
    findAccount: (ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    cookies: { keys: ['only-of-this-test'] },
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
    extraTokenClaims: (ctx, token) => ({ oin: ORGANISATIONS[token.clientId] }),
    features: {
      devInteractions: { enabled: callbacks.length > 0 },
      clientCredentials: { enabled: true },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: certificate },
      resourceIndicators: { enabled: true, defaultResource: (ctx, client) => client.grantTypes.includes('client_credentials') ? audience : undefined, getResourceServerInfo: () => resource },
    },
  }).callback()
}

let keys = [newKey()]
let answer
const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/rotate') {
    keys = [newKey(), keys[0]]
    answer = provider(address(), keys)
    response.writeHead(204).end()
  } else {
    answer(request, response)
  }
})

function address() {
  return `http://127.0.0.1:${server.address().port}`
}

server.listen(0, '127.0.0.1', () => {
  answer = provider(address(), keys)
  console.log(address())
})
