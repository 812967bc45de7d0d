/** What is asked: facts about a photo, questions, and the texts around them. */
@NullMarked
package org.geor1.teacher.prompt;

import org.jspecify.annotations.NullMarked;
