/** What a request may take: length of its body, threads, shape of its query. */
@NullMarked
package org.geor1.gateway.limits;

import org.jspecify.annotations.NullMarked;
