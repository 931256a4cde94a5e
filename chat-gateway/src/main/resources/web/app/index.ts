import './app.css';
import './components/chat-app';
