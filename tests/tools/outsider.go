// Checks checkpoints and proofs of the log with Go's own packages, which others wrote: note and tlog.
// Reads lines from standard input and prints "good", or what is wrong with the first that is not.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Note, Key    string      // a signed note, and what verifies it
	Index, Size  int64       // an entry of the log of this size, or the smaller and the larger size
	Leaf, Before tlog.Hash   // the leaf, or the root of the smaller
	Root         tlog.Hash   // the root of the larger
	Hashes       []tlog.Hash // the proof
	Grows        bool        // whether it is a proof of consistency
}

func check(q question) error {
	if q.Note != "" {
		verifier, err := note.NewVerifier(q.Key)
		if err != nil {
			return err
		}
		opened, err := note.Open([]byte(q.Note), note.VerifierList(verifier))
		if err != nil {
			return err
		}
		lines := strings.Split(opened.Text, "\n")
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil || size != q.Size || lines[2] != q.Root.String() {
			return fmt.Errorf("the checkpoint says something else")
		}
		return nil
	}
	if q.Grows {
		return tlog.CheckTree(q.Hashes, q.Size, q.Root, q.Index, q.Before)
	}
	return tlog.CheckRecord(q.Hashes, q.Size, q.Root, q.Index, q.Leaf)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		var q question
		err := json.Unmarshal(lines.Bytes(), &q)
		if err == nil {
			err = check(q)
		}
		if err != nil {
			fmt.Printf("line %d: %v\n", number, err)
			os.Exit(1)
		}
	}
	fmt.Println("good")
}
