import { isIPv6 } from 'node:net';

/** IPv6 address in any text form of RFC 4291 section 2.2; a zone ("%eth0") or prefix length ("/64") may follow. */
export function ipv6(value: string): boolean {
  return isIPv6(value.replace(/\/\d{1,3}$/, ''));
}
