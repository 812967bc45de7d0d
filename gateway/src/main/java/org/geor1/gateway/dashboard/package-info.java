/** The browser pages' shell. */
@NullMarked
package org.geor1.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
