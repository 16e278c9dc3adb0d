/** A command to copy and paste. The OpenAI key is named by its usual variable, so that it stays out of the shell's history. */
export function curlExample({ url, key, needsOpenaiKey }: { url: string; key: string; needsOpenaiKey: boolean }): string {
  const body = {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Summarise: Patient John Doe, MRN 00482917, seen on 3/14/2024.' }],
  };
  const lines = [`curl ${url}/v1/chat/completions`, '-H "content-type: application/json"', `-H "x-compliantchatgpt-key: ${key}"`];
  if (needsOpenaiKey) lines.push('-H "x-openai-key: $OPENAI_API_KEY"');
  lines.push(`-d '${JSON.stringify(body)}'`);
  return lines.join(' \\\n     ');
}
