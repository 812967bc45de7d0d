/** Pairing questions, each computed from a seed and its number. */
@NullMarked
package org.geor1.pairing.question;

import org.jspecify.annotations.NullMarked;
