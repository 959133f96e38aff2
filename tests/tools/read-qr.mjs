// Reads the QR code in the PNG on standard input, as a phone would read it from a screen, and prints what it says.
import jsqr from "jsqr";
import { PNG } from "pngjs";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { data, width, height } = PNG.sync.read(Buffer.concat(chunks));
const found = jsqr(new Uint8ClampedArray(data), width, height);
if (!found) process.exit(1);
console.log(found.data);
