/** What would let a model answer without looking, or know a test before it. */
@NullMarked
package org.geor1.pairing.leak;

import org.jspecify.annotations.NullMarked;
