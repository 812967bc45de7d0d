package org.geor1.miniearth.cot;

/**
 * A claim that is not true of the place.
 *
 * @param claim the clause as written, or the empty string if something is missing
 * @param reason what is true instead, or what is missing
 */
public record Violation(ClaimKind kind, String claim, String reason) {}
