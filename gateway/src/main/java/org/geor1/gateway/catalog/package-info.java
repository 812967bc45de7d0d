/** Models and datasets a run may name. */
@NullMarked
package org.geor1.gateway.catalog;

import org.jspecify.annotations.NullMarked;
