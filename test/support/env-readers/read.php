<?php
// Reads a JSON list of texts and prints, for each, what phpdotenv makes of it: names and values, or
// null where it refuses the whole file.
require '/usr/share/php/Dotenv/autoload.php';

$readings = array_map(static function (string $text) {
    try {
        return (object) Dotenv\Dotenv::parse($text);
    } catch (Dotenv\Exception\InvalidFileException $mistake) {
        return null;
    }
}, json_decode(stream_get_contents(STDIN)));
echo json_encode($readings);
