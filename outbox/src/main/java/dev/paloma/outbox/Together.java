package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement for one row, executed for many at once: their values go as one array for each parameter, and the server has
 * one statement to parse and carry out instead of one for each row.
 */
final class Together {
    private static final Pattern INSERT = Pattern.compile("(INSERT INTO .*) VALUES \\([?0-9, ]*\\)(.*)");
    private static final Pattern CHANGE = Pattern.compile("(UPDATE (\\w+) SET .*?|DELETE FROM (\\w+))( WHERE .*)");

    private final String sql;
    private final List<@Nullable Object[]> rows;
    private final Type[] types;

    private enum Type {
        NUMBERS("bigint", "int8") {
            @Override
            Object array(List<@Nullable Object[]> rows, int column) {
                Long[] values = new Long[rows.size()];
                Arrays.setAll(values, i -> rows.get(i)[column] instanceof Number number ? number.longValue() : null);
                return values;
            }
        },
        TEXTS("text", "text") {
            @Override
            Object array(List<@Nullable Object[]> rows, int column) {
                String[] values = new String[rows.size()];
                Arrays.setAll(values, i -> (String) rows.get(i)[column]);
                return values;
            }
        },
        OCTETS("bytea", "bytea") {
            @Override
            Object array(List<@Nullable Object[]> rows, int column) {
                byte[][] values = new byte[rows.size()][];
                Arrays.setAll(values, i -> (byte[]) rows.get(i)[column]);
                return values;
            }
        };

        final String name;
        final String element;

        Type(String name, String element) {
            this.name = name;
            this.element = element;
        }

        abstract Object array(List<@Nullable Object[]> rows, int column);

        /** Null goes with all of them. */
        static Type of(List<@Nullable Object[]> rows, int column) {
            for (Object[] row : rows) {
                if (row[column] instanceof String) {
                    return TEXTS;
                }
                if (row[column] instanceof byte[]) {
                    return OCTETS;
                }
            }
            return NUMBERS;
        }
    }

    /**
     * @param sql INSERT with VALUES, or UPDATE or DELETE with WHERE, each with a question mark for each value
     * @param rows at least one
     */
    Together(String sql, List<@Nullable Object[]> rows) {
        this.sql = sql;
        this.rows = rows;
        this.types = new Type[rows.get(0).length];
        Arrays.setAll(types, column -> Type.of(rows, column));
    }

    /** How many rows of the table each of these changed. */
    int[] execute(Session session) throws SQLException {
        PreparedStatement statement = session.statement(text());
        Connection connection = session.connection();
        for (int column = 0; column < types.length; column++) {
            Object[] values = (Object[]) types[column].array(rows, column);
            statement.setArray(column + 1, connection.createArrayOf(types[column].element, values));
        }
        int[] changed = new int[rows.size()];
        if (sql.startsWith("INSERT")) {
            statement.executeUpdate();
            Arrays.fill(changed, 1);
            return changed;
        }
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                changed[row.getInt(1) - 1]++;
            }
        }
        return changed;
    }

    private String text() {
        Matcher insert = INSERT.matcher(sql);
        if (insert.matches()) {
            return insert.group(1) + " SELECT " + numbered(constants(), 0) + " FROM " + arrays() + insert.group(2);
        }
        Matcher change = CHANGE.matcher(sql);
        if (!change.matches()) {
            throw new IllegalArgumentException(sql);
        }
        String from = change.group(2) == null ? " USING " : " FROM ";
        return numbered(change.group(1), 0) + from + arrays() + numbered(change.group(4), marks(change.group(1)))
                + " RETURNING t.n";
    }

    /** What stands between the parentheses of VALUES, with columns instead of question marks. */
    private String constants() {
        int from = sql.indexOf(" VALUES (") + " VALUES (".length();
        return sql.substring(from, sql.indexOf(')', from));
    }

    private static int marks(String text) {
        return (int) text.chars().filter(c -> c == '?').count();
    }

    private static String numbered(String text, int before) {
        StringBuilder numbered = new StringBuilder();
        int column = before;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '?') {
                numbered.append("t.c").append(++column);
            } else {
                numbered.append(text.charAt(i));
            }
        }
        return numbered.toString();
    }

    private String arrays() {
        StringBuilder arrays = new StringBuilder("unnest(");
        StringBuilder names = new StringBuilder();
        for (int column = 0; column < types.length; column++) {
            arrays.append(column == 0 ? "?::" : ", ?::")
                    .append(types[column].name)
                    .append("[]");
            names.append('c').append(column + 1).append(", ");
        }
        return arrays + ") WITH ORDINALITY AS t(" + names + "n)";
    }
}
