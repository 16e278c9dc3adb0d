/** What all readers take for the same host: behind a user or a backslash, some read another one. */
const HOST = /^(?:(?:(?:https?|wss?|ftp):)?\/\/|(?=www\.))([a-z0-9\u0080-\uFFFF.-]+)(?::\d{0,5})?[/?#]/i;
/** What a URL does not hold, but a list of URLs or a text in which another may begin. */
const IN_LISTS = /[\s<>"`]|&(?:#|tab;|newline;)|^\/.*:\//i;

/** The host of a URL, lower case, without port and a final dot; undefined while it is not complete, or where it is in doubt. */
export function hostOf(url: string): string | undefined {
  const host = IN_LISTS.test(url) ? undefined : HOST.exec(url)?.[1];
  return host?.toLowerCase().replace(/\.$/, '');
}

/** Whether a link's text is the URL that it leads to (`[[URL_1]]([URL_1])`): then nobody but its own host is told it. */
export function isItsOwnText(url: string, value: string): boolean {
  return (url === `${value}](` || url === `${value}(`) && hostOf(`${value}/`) !== undefined;
}

/** Whether the end of a URL is part of its host, or in front of it. */
export function isInHost(url: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:)?[\\/]*[^\\/?#\s]*$/i.test(url);
}

/** What may stand behind a host that ends there: a port, a path, the sign of a sentence. */
const ENDS_HOST = /^(?::\d{1,5})?(?:[/?#]|[.,;:!]?(?:[\s)"'<>\]|`*}]|\\[nrt"]|$))/;
const MAY_END_HOST = /^(?::\d{0,5})?[.,;:!]?\\?$/;

/**
 * Whether a host ends with the token in front of this text: a value that the client wrote as a host is not put in front of another
 * (`https://[IP_1].evil.test`). Undefined, if what follows tells it.
 */
export function endsHost(behind: string, final: boolean): boolean | undefined {
  return !final && MAY_END_HOST.test(behind) ? undefined : ENDS_HOST.test(behind);
}
