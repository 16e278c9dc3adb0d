import type { ValidatorName } from '../../rules/types';
import { aba } from './aba';
import { age90 } from './age90';
import { date } from './date';
import { dea } from './dea';
import { iban } from './iban';
import { imei } from './imei';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import { luhn } from './luhn';
import { mbi } from './mbi';
import { npi } from './npi';
import { phone } from './phone';
import { ssn } from './ssn';
import { vin } from './vin';

/** Every check a rule may name. Each takes the matched value with its spaces and hyphens, and is pure. */
export const validators: Record<ValidatorName, (value: string) => boolean> = {
  luhn,
  npi,
  dea,
  vin,
  aba,
  iban,
  ssn,
  mbi,
  ipv4,
  ipv6,
  imei,
  phone,
  date,
  age90,
};

/**
 * Checks without which the format is nonsense ("age 45" is no age over 89, 999.1.1.1 no address): a value that fails scores 0. All
 * other checks only lift, so that reserved test numbers and typing slips are still found where a label vouches for them.
 */
export const DECISIVE_VALIDATORS: ReadonlySet<ValidatorName> = new Set<ValidatorName>(['ipv4', 'ipv6', 'date', 'phone', 'age90']);
