/** What a connection may cost: its deadlines, how many one address may hold, how slowly a body may come. */
@NullMarked
package org.geor1.gateway.connections;

import org.jspecify.annotations.NullMarked;
