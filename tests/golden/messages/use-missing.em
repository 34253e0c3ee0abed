# status: 1
use "files/no-such-file.em"
