/** Server-sent events of a run, from one shared poller. */
@NullMarked
package org.geor1.gateway.stream;

import org.jspecify.annotations.NullMarked;
