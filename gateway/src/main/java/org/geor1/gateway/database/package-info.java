/** What the gateway does while its database is gone. */
@NullMarked
package org.geor1.gateway.database;

import org.jspecify.annotations.NullMarked;
