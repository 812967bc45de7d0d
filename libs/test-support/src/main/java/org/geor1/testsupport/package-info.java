/** Support code shared by the tests of several modules. */
@NullMarked
package org.geor1.testsupport;

import org.jspecify.annotations.NullMarked;
