// A real issuer of tokens on a port of its own: OAuth 2.0 client credentials, access tokens as JWTs (RFC 9068).
//
// `node provider.mjs '{"audience": …, "assertionKey": JWK}'` prints its address and serves until it is stopped.
// Its clients `basic` and `assertion` prove who they are by a secret and by private_key_jwt (RFC 7523); the tokens of
// `bound` are bound to the certificate (RFC 8705) that a TLS proxy hands over in Client-Cert (RFC 9440).
// A POST to /rotate makes a new key, with which it signs from then on; the one before it stays published until the next.

import { X509Certificate, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const { audience, assertionKey } = JSON.parse(process.argv[2])
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
const clients = [
  { ...BY_SECRET, client_id: 'basic' },
  { ...BY_SECRET, client_id: 'bound', tls_client_certificate_bound_access_tokens: true },
  {
    ...COMMON,
    client_id: 'assertion',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [assertionKey] },
  },
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
    scopes: SCOPES,
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
    extraTokenClaims: (ctx, token) => ({ oin: ORGANISATIONS[token.clientId] }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: certificate },
      resourceIndicators: { enabled: true, defaultResource: () => audience, getResourceServerInfo: () => resource },
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
