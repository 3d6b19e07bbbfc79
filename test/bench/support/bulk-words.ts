/** Words that make synthetic tickets as long and as varied as real ones. */
export const troubles = [
	'does not print in colour',
	'is slow since the update',
	'asks for a password again and again',
	'cannot be reached from the warehouse',
	'shows an error after sign-in',
	'drops the connection every few minutes',
	'does not start after the weekend',
	'makes a loud noise',
	'loses its settings overnight',
	'is missing for the new colleague'
] as const;

export const things = [
	'Label printer at gate 3',
	'VPN client',
	'Order entry',
	'Projector in the large meeting room',
	'Docking station',
	'Scanner in goods-in',
	'Mail on the phone',
	'Time recording terminal',
	'Shared calendar of sales',
	'Price list import',
	'Notebook of the night shift',
	'Wi-Fi in hall 2',
	'Web shop back office',
	'Desk phone',
	'Backup of the design drive'
] as const;

export const wishes = [
	'New notebook for',
	'Access to the sales folder for',
	'Second screen for',
	'Licence of the drawing program for',
	'Move of the work place of',
	'Distribution list for'
] as const;

export const firstNames = [
	...['Anna', 'Bela', 'Carlos', 'Dilara', 'Emil', 'Filipa', 'Goran', 'Hanna', 'Ivo', 'Jana'],
	...['Kofi', 'Lena', 'Mateus', 'Nadia', 'Oskar', 'Paula', 'Rui', 'Sofia', 'Tarek', 'Ulla']
] as const;

export const lastNames = [
	...['Albers', 'Barros', 'Cremer', 'Dias', 'Eriksen', 'Fuchs', 'Gomes', 'Harms', 'Ilic', 'Jansen'],
	...['Kaya', 'Lopes', 'Meier', 'Nunes', 'Ott', 'Pinto', 'Rahimi', 'Santos', 'Thoms', 'Weber']
] as const;

export const labels = [
	'warehouse',
	'vpn',
	'hardware',
	'sap',
	'printer',
	'new-starter',
	'mobile'
] as const;

export const descriptions = [
	'It began this morning. I have restarted it twice and it makes no difference. A colleague at the next desk has the same.',
	'Since Monday. The message goes away when I press OK and comes back after a minute. Please call me before noon.',
	'As agreed with my manager. The cost centre is the one of our team. There is no hurry before the end of the month.'
] as const;
