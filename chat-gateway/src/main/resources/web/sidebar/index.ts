/** What another page loads to have the chat at its side: `<ai-sidebar></ai-sidebar>`. */
import '../app/components/ai-sidebar';
