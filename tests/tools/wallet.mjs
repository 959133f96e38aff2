// A wallet and a relying party that know nothing of the registry but what it publishes.
//
// Each line on standard input is a request as JSON, answered by a line as JSON; an `error` says why something was refused.
// `key` makes the holder's key and gives its public half; `present` shows a part of a credential (a frame of
// `@sd-jwt/core`) to a relying party with a nonce, bound to that key; `verify` is the relying party: it fetches the
// metadata of the issuer and of the type and the status list, and gives what it was shown.

import { createInterface } from 'node:readline'
import { ES256, digest, generateSalt } from '@sd-jwt/crypto-nodejs'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { createLocalJWKSet, compactVerify, decodeProtectedHeader } from 'jose'

const AUDIENCE = 'https://relying-party.example'
const { publicKey, privateKey } = await ES256.generateKeyPair()
const common = { hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt, signAlg: 'ES256' }
const holder = { kbSigner: await ES256.getSigner(privateKey), kbSignAlg: 'ES256' }

async function present({ credential, frame, nonce }) {
  const wallet = new SDJwtVcInstance({ ...common, ...holder })
  const payload = { iat: Math.floor(Date.now() / 1000), aud: AUDIENCE, nonce }
  return wallet.present(credential, frame, { kb: { payload } })
}

async function verifierOf(presentation) {
  const { iss } = JSON.parse(Buffer.from(presentation.split('.')[1], 'base64url'))
  const metadata = await (await fetch(`${iss}/.well-known/jwt-vc-issuer`)).json()
  if (metadata.issuer !== iss) throw new Error('another issuer')
  const keys = createLocalJWKSet(metadata.jwks)
  return async (data, signature) => Boolean(await compactVerify(`${data}.${signature}`, keys))
}

async function verify({ presentation, nonce, bound }) {
  const verifier = await verifierOf(presentation)
  const byHolder = async (data, signature, payload) =>
    (await ES256.getVerifier(payload.cnf.jwk))(data, signature)
  const party = new SDJwtVcInstance({ ...common, verifier, kbVerifier: byHolder, loadTypeMetadataFormat: true })
  const found = await party.verify(presentation, bound === false ? {} : { keyBindingNonce: nonce })
  const type = found.typeMetadata.mergedTypeMetadata
  return { payload: found.payload, header: decodeProtectedHeader(presentation.split('~')[0]), audience: found.kb?.payload.aud, type }
}

const deeds = { key: async () => publicKey, present, verify }
for await (const line of createInterface({ input: process.stdin })) {
  const { does, ...asked } = JSON.parse(line)
  try {
    console.log(JSON.stringify({ answer: await deeds[does](asked) }))
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.message} ${error.details ?? ''}` }))
  }
}
