import type { DemoCase } from './demo-cases';
import { expectedReply, TOKEN_LOOK } from './simulated-reply';

export interface Check {
  readonly claim: string;
  readonly held: boolean;
}

export interface RoundTrip {
  readonly mode: 'whole' | 'streamed';
  /** The request body as it reached the model. */
  readonly body: string;
  /** The user's message in it. */
  readonly seen: string;
  /** The reply's text as it reached the application. */
  readonly returned: string;
}

/**
 * What the demo claims, judged without the vault: the values are those written beside the case, and the reply is compared with what the
 * stand-in's template gives for the original text.
 */
export function checkRoundTrip({ text, values, kept }: DemoCase, { mode, body, seen, returned }: RoundTrip): Check[] {
  const leaked = values.filter((value) => holdsValue(body, value));
  const lost = kept.filter((words) => !body.includes(words));
  const tokens = new Set(seen.match(TOKEN_LOOK));
  const exact = returned === expectedReply(text, seen);
  return [
    {
      claim: `${mode}: none of ${count(values.length, 'value')} reached the model${leaked.length > 0 ? `; seen: ${leaked.join(', ')}` : ''}`,
      held: leaked.length === 0,
    },
    {
      claim: `${mode}: what the model needs was kept${lost.length > 0 ? `; lost: ${lost.join(', ')}` : ` (${kept.join(', ')})`}`,
      held: lost.length === 0,
    },
    {
      claim: `${mode}: ${count(tokens.size, 'token')} quoted by the model, every original back byte for byte`,
      held: exact && tokens.size > 0,
    },
  ];
}

/** Digits only count as a word of their own: the age 93 is not in 193. */
function holdsValue(body: string, value: string): boolean {
  const quoted = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, 'u').test(body);
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
