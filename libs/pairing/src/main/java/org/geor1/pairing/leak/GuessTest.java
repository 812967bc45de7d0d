package org.geor1.pairing.leak;

/**
 * How often a way to guess was right.
 *
 * @param way such as "most bytes"
 * @param questions in which it pointed to one candidate
 * @param right how many of these guesses were the truth
 * @param expected how many would be by chance
 * @param pValue probability of such a number, or one farther off, if guesses are right by chance, give or take a percentage
 *     point; not corrected for the number of tests
 * @param leaks whether that is below the level of all tests together
 */
public record GuessTest(String way, long questions, long right, double expected, double pValue, boolean leaks) {}
