/** What tests of several modules share. */
@NullMarked
package org.geor1.testsupport;

import org.jspecify.annotations.NullMarked;
