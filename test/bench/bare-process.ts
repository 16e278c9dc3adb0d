import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import express from 'express';

/** What a proxy costs that does nothing: express and axios, parse and serialise, pass on. The yardstick of the bench. */
const upstream = process.argv[2] ?? '';
const client = axios.create({
  httpAgent: new Agent({ keepAlive: true }),
  responseType: 'stream',
  proxy: false,
  validateStatus: () => true,
});
const app = express();

app.post('/v1/chat/completions', express.json({ limit: '32mb' }), async (request, response) => {
  const reply = await client.post(`${upstream}/v1/chat/completions`, request.body);
  response.status(reply.status).type(String(reply.headers['content-type']));
  if (request.body.stream === true) return void reply.data.pipe(response);
  const parts: Buffer[] = [];
  for await (const part of reply.data) parts.push(part);
  return void response.json(JSON.parse(Buffer.concat(parts).toString('utf8')));
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
