/**
 * Logarithms and powers that agree with the JVM's to the last bit, on every JavaScript engine.
 *
 * The last bits of Math.log and `**` depend on the engine. Here both are computed with integers and rounded once, to the nearest
 * double, which gives the same results as the JVM.
 */

/** Fixed point: numbers are multiples of 2^-160. */
const BITS = 160;
const ONE = 1n << BigInt(BITS);
const LN_2 = 2n * inverseHyperbolicTangent(ONE / 3n);

/** The natural logarithm. @param x above 1 */
export function logarithm(x: number): number {
  let doublings = 0;
  let rest = x;
  while (rest >= 2) {
    rest /= 2;
    doublings++;
  }
  const fixed = toFixed(rest);
  const sum = BigInt(doublings) * LN_2 + 2n * inverseHyperbolicTangent(((fixed - ONE) << BigInt(BITS)) / (fixed + ONE));
  return toNumber(sum);
}

/** 2 to the power of `x`. @param x not negative */
export function powerOfTwo(x: number): number {
  const doublings = Math.floor(x);
  return toNumber(exponential(product(toFixed(x - doublings), LN_2))) * 2 ** doublings;
}

/** Computed by its series, for arguments up to 1/3. */
function inverseHyperbolicTangent(z: bigint): bigint {
  const square = product(z, z);
  let sum = 0n;
  let power = z;
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += power / odd;
    power = product(power, square);
  }
  return sum;
}

/** Computed by its series, for arguments below 1. */
function exponential(y: bigint): bigint {
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term = product(term, y) / n;
  }
  return sum;
}

function product(a: bigint, b: bigint): bigint {
  return (a * b) >> BigInt(BITS);
}

/** Exact for all doubles from 2^-67 to 2, since their last bit is at least 2^-120. */
function toFixed(x: number): bigint {
  return BigInt(x * 2 ** 120) << BigInt(BITS - 120);
}

function toNumber(fixed: bigint): number {
  return Number(fixed) / 2 ** BITS;
}
