import { type DetectOptions, detect } from '../detect/detect';
import type { Detection, Rejected } from '../detect/types';
import type { RuleSet } from '../rules/types';
import { Vault } from '../vault/vault';
import { liesInWrittenToken } from '../vault/written-tokens';
import { planReading, replaceSpans } from './replace-leaves';
import type { TextLeaf } from './text-leaf';

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
  const vault = new Vault();
  vault.reserve(text);
  const leaf: TextLeaf = { segment: { text }, kind: 'text', path: '', write: () => undefined };
  const result = detect(planReading([leaf]).segments, ruleSet, options);
  const tokens = new Map(
    result.issueOrder
      .filter(({ start, end }) => !liesInWrittenToken(text, start, end))
      .map((detection) => [
        detection,
        vault.issue(
          { label: detection.entity, group: detection.group, form: detection.form },
          text.slice(detection.start, detection.end),
        ),
      ]),
  );
  const placed = (result.segments[0] ?? []).flatMap((detection) => {
    const token = tokens.get(detection);
    return token === undefined ? [] : [{ detection, token }];
  });
  return {
    text: replaceSpans(
      text,
      placed.map(({ detection, token }) => ({ start: detection.start, end: detection.end, token })),
      vault,
    ),
    spans: placed.map(({ detection, token }) => ({ ...detection, token: token.text })),
    rejected: result.rejected?.[0] ?? [],
  };
}
