package org.geor1.gazetteer.answer;

import java.util.Optional;

/** One form of answers. Takes any text of at most {@link PlaceAnswerReader#LONGEST} characters, in time linear in it. */
interface PlaceFormat {

    /** The place; empty if the text is of another form; unparsed if it is of this form but gives no place, or several. */
    Optional<PlaceAnswer> read(String text);
}
