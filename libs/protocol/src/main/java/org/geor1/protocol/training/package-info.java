/** Settings of how weights are trained, whatever the method. */
@NullMarked
package org.geor1.protocol.training;

import org.jspecify.annotations.NullMarked;
