/** Models a run may name, and places of the built-in dataset. */
@NullMarked
package org.geor1.gateway.catalog;

import org.jspecify.annotations.NullMarked;
