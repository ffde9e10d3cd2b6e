/** What `tar --help` prints. Differs: shorter, and in words of our own. */
export const TAR_HELP = `Usage: tar [OPTION...] [FILE]...
GNU 'tar' saves many files together into a single tape or disk archive, and can
restore individual files from the archive.

Examples:
  tar -cf archive.tar foo bar  # Create archive.tar from files foo and bar.
  tar -tvf archive.tar         # List all files in archive.tar verbosely.
  tar -xf archive.tar          # Extract all files from archive.tar.

 Main operation mode:

  -A, --catenate, --concatenate   append tar files to an archive
  -c, --create               create a new archive
      --delete               delete from the archive
  -d, --diff, --compare      find differences between archive and file system
  -r, --append               append files to the end of an archive
      --test-label           test the archive volume label and exit
  -t, --list                 list the contents of an archive
  -u, --update               only append files newer than copy in archive
  -x, --extract, --get       extract files from an archive

 Local file name selection:

      --add-file=FILE        add FILE (when its name starts with a dash)
  -C, --directory=DIR        change to directory DIR
      --exclude=PATTERN      leave out files that match PATTERN
      --exclude-backups      leave out backup and lock files
      --exclude-caches       leave out contents of directories with a
                             CACHEDIR.TAG, except for the tag (-all: the
                             directories too; -under: the tag too)
      --exclude-tag=FILE     the same of directories that contain FILE
                             (-all, -under)
      --exclude-vcs          leave out directories of version control
      --no-recursion         don't go down into directories
      --null                 -T reads names that end with a null
  -T, --files-from=FILE      get names from FILE
      --verbatim-files-from  -T takes every line as a name
  -X, --exclude-from=FILE    leave out what matches the patterns in FILE

 File name matching (for patterns of names and of --exclude):

      --anchored, --no-anchored
      --ignore-case, --no-ignore-case
      --wildcards, --no-wildcards
      --wildcards-match-slash, --no-wildcards-match-slash

 Overwrite control:

      --keep-newer-files     keep files that are newer than their copies
  -k, --keep-old-files       keep files that are there, treat them as errors
      --no-overwrite-dir     keep mode and time of directories
      --one-top-level[=DIR]  extract into a directory of its own
      --overwrite            overwrite existing files when extracting
      --recursive-unlink     empty directories prior to extracting them
      --remove-files         remove files after adding them to the archive
      --skip-old-files       keep files that are there, silently
  -U, --unlink-first         remove each file prior to extracting over it
  -W, --verify               compare the archive after writing it

 Select output stream:

      --ignore-command-error ignore exit codes of --to-command
  -O, --to-stdout            extract files to standard output
      --to-command=COMMAND   pipe extracted files to another program

 Handling of file attributes:

      --clamp-mtime          only set times that are later than --mtime
      --group=NAME           force NAME as group for added files
      --mode=CHANGES         force (symbolic) mode CHANGES for added files
      --mtime=DATE-OR-FILE   set mtime for added files from DATE-OR-FILE
  -m, --touch                don't extract file modified time
      --no-same-owner        extract files as yourself (default for ordinary
                             users)
      --no-same-permissions  apply the user's umask when extracting permissions
                             from the archive (default for ordinary users)
      --numeric-owner        always use numbers for user/group names
      --owner=NAME           force NAME as owner for added files
  -p, --preserve-permissions, --same-permissions
                             extract information about file permissions
                             (default for superuser)
      --same-owner           try extracting files with the same ownership as
                             exists in the archive (default for superuser)
      --sort=ORDER           order of files in directories: none, name or inode

 Device selection and blocking:

  -b, --blocking-factor=BLOCKS   BLOCKS x 512 bytes per record
  -f, --file=ARCHIVE         use archive file or device ARCHIVE
      --record-size=NUMBER   NUMBER of bytes per record, multiple of 512

 Archive format selection:

  -H, --format=FORMAT        gnu, oldgnu, pax, posix, ustar or v7
  -V, --label=TEXT           create archive with volume name TEXT

 Compression options:

  -a, --auto-compress        use archive suffix to determine the program
  -I, --use-compress-program=PROG
                             filter through PROG (must accept -d)
  -j, --bzip2                filter the archive through bzip2
  -J, --xz                   filter the archive through xz
      --lzip, --lzma, --lzop, --zstd
                             filter the archive through the program of that name
  -z, --gzip, --gunzip, --ungzip   filter the archive through gzip
  -Z, --compress, --uncompress   filter the archive through compress

 Local file selection:

      --backup[=CONTROL]     backup before removal, choose version CONTROL
      --hard-dereference     archive each name of a file as a file
  -h, --dereference          follow symlinks; archive and dump the files they
                             point to
  -K, --starting-file=MEMBER-NAME
                             begin at member MEMBER-NAME
      --newer-mtime=DATE     only files whose data changed after DATE
  -N, --newer=DATE-OR-FILE, --after-date=DATE-OR-FILE
                             only files that changed after DATE-OR-FILE
      --occurrence[=NUMBER]  only the NUMBERth occurrence of each file
      --one-file-system      stay in local file system when creating archive
  -P, --absolute-names       don't strip leading '/'s from file names
      --suffix=STRING        suffix of backups instead of '~'

 File name transformations:

      --strip-components=NUMBER   strip NUMBER leading components from file
                             names on extraction
      --transform=EXPRESSION, --xform=EXPRESSION
                             use sed replace EXPRESSION to transform file
                             names

 Informative output:

      --checkpoint[=NUMBER]  say when every NUMBERth record is done
      --checkpoint-action=ACTION   execute ACTION on each checkpoint
      --full-time            print file time to its full resolution
      --index-file=FILE      send verbose output to FILE
  -l, --check-links          print a message if not all links are dumped
      --quoting-style=STYLE  how names are quoted
  -R, --block-number         show block number within archive with each message
      --show-defaults        show tar defaults
      --show-transformed-names, --show-stored-names
                             show names as --transform makes them
      --totals               print total bytes after processing the archive
      --utc                  print file modification times in UTC
  -v, --verbose              verbosely list files processed
  -w, --interactive, --confirmation
                             ask for confirmation for every action

      --help        display this help and exit
      --version     output version information and exit
`;
