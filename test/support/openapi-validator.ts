import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = `
const parser = require('@apidevtools/swagger-parser');
let text = '';
process.stdin.on('data', (part) => { text += part; });
process.stdin.on('end', () => parser.validate(JSON.parse(text)).then(
  () => process.stdout.write('valid'),
  (error) => process.stdout.write(String(error.message)),
));`;

/** `valid`, or what is wrong with an OpenAPI document. In a process of its own: the validator has parts that jest cannot load. */
export function validateOpenapi(document: unknown): string {
  const cwd = join(__dirname, '..', '..');
  return execFileSync(process.execPath, ['-e', PROGRAM], {
    cwd,
    input: JSON.stringify(document),
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
