// Somebody else's look at receipts: `node receipts.mjs` reads {"jwks": …, "issuer": …, "receipts": [TEXT, …]} from standard
// input, and prints for each whether jose verifies it with that set as a JWT of this type, issuer and algorithm.

import { createLocalJWKSet, jwtVerify } from 'jose'
import { readFileSync } from 'node:fs'

const { jwks, issuer, receipts } = JSON.parse(readFileSync(0, 'utf8'))
const keys = createLocalJWKSet(jwks)

async function isGenuine(receipt) {
  try {
    await jwtVerify(receipt, keys, { issuer, typ: 'mandate-receipt+jwt', algorithms: ['ES256'] })
    return true
  } catch {
    return false
  }
}

console.log(JSON.stringify(await Promise.all(receipts.map(isGenuine))))
