/** What a text claims about places of the real Earth. */
@NullMarked
package org.geor1.factcheck.claim;

import org.jspecify.annotations.NullMarked;
