/** The stores on Spring Data JPA and PostgreSQL. Everything but the configuration is private to this package. */
@NullMarked
package org.geor1.jobs.postgres;

import org.jspecify.annotations.NullMarked;
