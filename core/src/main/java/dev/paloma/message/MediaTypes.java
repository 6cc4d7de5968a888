package dev.paloma.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The media type of a file: by its extension, and for rare ones by asking the JDK. Nothing depends on the machine. */
final class MediaTypes {
    /** For anything unknown. */
    static final String OCTETS = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = table("""
            txt text/plain
            text text/plain
            log text/plain
            md text/markdown
            csv text/csv
            tsv text/tab-separated-values
            htm text/html
            html text/html
            css text/css
            js text/javascript
            mjs text/javascript
            ics text/calendar
            vcf text/vcard
            diff text/x-diff
            patch text/x-diff
            xml application/xml
            json application/json
            yaml application/yaml
            yml application/yaml
            sql application/sql
            rtf application/rtf
            pdf application/pdf
            ps application/postscript
            zip application/zip
            gz application/gzip
            tgz application/gzip
            bz2 application/x-bzip2
            xz application/x-xz
            zst application/zstd
            7z application/x-7z-compressed
            tar application/x-tar
            jar application/java-archive
            epub application/epub+zip
            doc application/msword
            docx application/vnd.openxmlformats-officedocument.wordprocessingml.document
            xls application/vnd.ms-excel
            xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
            ppt application/vnd.ms-powerpoint
            pptx application/vnd.openxmlformats-officedocument.presentationml.presentation
            odt application/vnd.oasis.opendocument.text
            ods application/vnd.oasis.opendocument.spreadsheet
            odp application/vnd.oasis.opendocument.presentation
            p7s application/pkcs7-signature
            p7m application/pkcs7-mime
            asc application/pgp-signature
            sig application/pgp-signature
            wasm application/wasm
            png image/png
            jpg image/jpeg
            jpeg image/jpeg
            gif image/gif
            webp image/webp
            avif image/avif
            svg image/svg+xml
            bmp image/bmp
            ico image/vnd.microsoft.icon
            tif image/tiff
            tiff image/tiff
            heic image/heic
            mp3 audio/mpeg
            m4a audio/mp4
            ogg audio/ogg
            opus audio/ogg
            flac audio/flac
            wav audio/vnd.wave
            mp4 video/mp4
            m4v video/mp4
            mov video/quicktime
            webm video/webm
            mkv video/matroska
            avi video/vnd.avi
            mpeg video/mpeg
            ttf font/ttf
            otf font/otf
            woff font/woff
            woff2 font/woff2
            """);

    private MediaTypes() {}

    /** By the extension alone. */
    static @Nullable String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? null : BY_EXTENSION.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static String of(Path file, String fileName) {
        String known = of(fileName);
        if (known != null) {
            return known;
        }
        try {
            String probed = Files.probeContentType(file);
            // A container must be given as what it is; a file of that kind goes as octets.
            boolean simple = probed != null && !probed.startsWith("message/") && !probed.startsWith("multipart/");
            return simple ? probed : OCTETS;
        } catch (IOException e) {
            return OCTETS;
        }
    }

    private static Map<String, String> table(String lines) {
        Map<String, String> table = new HashMap<>();
        lines.lines().forEach(line -> {
            int space = line.indexOf(' ');
            table.put(line.substring(0, space), line.substring(space + 1));
        });
        return Map.copyOf(table);
    }
}
