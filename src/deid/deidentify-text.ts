import { type DetectOptions, detect } from '../detect/detect';
import type { Detection, DetectionResult, Rejected } from '../detect/types';
import type { RuleSet } from '../rules/types';
import { atOnce, createTurns, inTurns } from '../turns';
import { Vault } from '../vault/vault';
import { liesInWrittenToken } from '../vault/written-tokens';
import type { Detector } from './detector/detector';
import type { TextLeaf } from './leaves/text-leaf';
import { planReading, replacingSpans } from './replace-leaves';
import { assertNoLeak } from './tripwire';

/** A detection with the token that replaced it. */
export interface ReplacedSpan extends Detection {
  /** `[NAME_1]`. */
  readonly token: string;
}

export interface DeidentifiedText {
  readonly text: string;
  /** Sorted, disjoint; UTF-16 offsets in the text as given. */
  readonly spans: readonly ReplacedSpan[];
  /** With `explain`: candidates that lost, with the reason. */
  readonly rejected: readonly Rejected[];
}

/**
 * De-identifies one text, as the command line does.
 *
 * @throws whatever `options.checkpoint` throws
 */
export function deidentifyText(text: string, ruleSet: RuleSet, options: DetectOptions = {}): DeidentifiedText {
  return atOnce(placingTokens(text, detect(segmentsOf(text), ruleSet, options), vaultFor(text)));
}

export interface GuardedTextOptions {
  readonly detector: Detector;
  /** As for requests. */
  readonly isOrdinaryWord: (word: string) => boolean;
  /** By whose rules; the default policy if not given. */
  readonly policy?: string | undefined;
  /** Aborted when the client has gone. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * De-identifies one text with the limits and the tripwire of requests.
 *
 * @throws PhiProxyError what the detector throws, or `content_leak_prevented`
 */
export async function deidentifyTextGuarded(
  text: string,
  { detector, isOrdinaryWord, policy, signal }: GuardedTextOptions,
): Promise<DeidentifiedText> {
  const vault = vaultFor(text);
  const found = await detector.detect(segmentsOf(text), policy, signal);
  const giveTurn = createTurns(signal);
  const result = await inTurns(placingTokens(text, found, vault), giveTurn);
  await assertNoLeak(JSON.stringify({ text: result.text }), vault, isOrdinaryWord, giveTurn);
  return result;
}

function segmentsOf(text: string) {
  const leaf: TextLeaf = { segment: { text }, kind: 'text', path: '', write: () => undefined };
  return planReading([leaf]).segments;
}

function vaultFor(text: string): Vault {
  const vault = new Vault();
  vault.reserve(text);
  return vault;
}

function* placingTokens(text: string, result: DetectionResult, vault: Vault): Generator<undefined, DeidentifiedText> {
  const tokens = new Map(
    result.issueOrder
      .filter(({ start, end }) => !liesInWrittenToken(text, start, end))
      .map((detection) => [
        detection,
        vault.issue(
          {
            label: detection.entity,
            group: detection.group,
            form: detection.form,
            isPart: detection.isPart,
            isApart: detection.isApart,
          },
          text.slice(detection.start, detection.end),
        ),
      ]),
  );
  const placed = (result.segments[0] ?? []).flatMap((detection) => {
    const token = tokens.get(detection);
    return token === undefined ? [] : [{ detection, token }];
  });
  return {
    text: yield* replacingSpans(
      text,
      placed.map(({ detection, token }) => ({ start: detection.start, end: detection.end, token })),
      vault,
    ),
    spans: placed.map(({ detection, token }) => ({ ...detection, token: token.text })),
    rejected: result.rejected?.[0] ?? [],
  };
}
