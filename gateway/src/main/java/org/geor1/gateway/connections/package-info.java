/** Limits on connections: deadlines, connections per address, the least rate of a body. */
@NullMarked
package org.geor1.gateway.connections;

import org.jspecify.annotations.NullMarked;
