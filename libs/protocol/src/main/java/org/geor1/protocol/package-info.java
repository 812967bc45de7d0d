/** REST contracts shared by the services, as records. */
@NullMarked
package org.geor1.protocol;

import org.jspecify.annotations.NullMarked;
