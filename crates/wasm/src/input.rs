//! Passes documents into the module, in a buffer that is emptied by the function that reads it.

use std::cell::RefCell;

thread_local! {
    static DOCUMENT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a document, and returns its address.
#[unsafe(no_mangle)]
pub extern "C" fn input(bytes: usize) -> *mut u8 {
    DOCUMENT.with_borrow_mut(|document| {
        *document = vec![0; bytes];
        document.as_mut_ptr()
    })
}

/// Takes the document out.
pub fn take() -> Vec<u8> {
    DOCUMENT.take()
}

/// Takes words out.
pub fn take_words() -> Vec<u64> {
    let bytes = take();
    let (words, _) = bytes.as_chunks();
    words.iter().map(|&word| u64::from_le_bytes(word)).collect()
}
