/** A package of PyPI. */
export interface PythonPackage {
	/** As pip shows it in "Successfully installed". */
	readonly name: string;
	readonly version: string;
	readonly downloadKb: number;
	readonly installedKb: number;
	/** With bounds: "Werkzeug>=3.1.0". */
	readonly requires: readonly string[];
	/** "cp312-manylinux…": built for a machine. */
	readonly isBinary: boolean;
	/** Programs that it brings. */
	readonly scripts: readonly string[];
}

/** Name, version, kilobytes to fetch and on the disk, `*` when it is built for a machine; what it requires; its programs. */
const TABLE = `
aiohttp 3.13.2 1700 5800 * | aiohappyeyeballs>=2.5.0 aiosignal>=1.4.0 attrs>=17.3.0 frozenlist>=1.1.1 multidict<7.0,>=4.5 propcache>=0.2.0 yarl<2.0,>=1.17.0
aiohappyeyeballs 2.6.1 15 60
aiosignal 1.4.0 8 30 | frozenlist>=1.1.0
alembic 1.17.1 247 1400 | SQLAlchemy>=1.4.0 Mako typing-extensions>=4.12 | alembic
amqp 5.3.1 50 220 | vine<6.0.0,>=5.0.0
annotated-types 0.7.0 13 60
anyio 4.11.0 109 420 | idna>=2.8 sniffio>=1.1
asgiref 3.10.0 24 100
async-timeout 5.0.1 6 30
attrs 25.4.0 67 280
beautifulsoup4 4.14.2 106 540 | soupsieve>1.2 typing-extensions>=4.0.0
billiard 4.2.2 86 400
black 25.11.0 206 1400 | click>=8.0.0 packaging>=22.0 pathspec>=0.9.0 | black
blinker 1.9.0 8 40
boto3 1.40.70 139 1100 | botocore<1.41.0,>=1.40.70 jmespath<2.0.0,>=0.7.1 s3transfer<0.15.0,>=0.14.0
botocore 1.40.70 14100 93000 | jmespath<2.0.0,>=0.7.1 python-dateutil<3.0.0,>=2.1 urllib3!=2.2.0,<3,>=1.25.4
celery 5.5.3 438 2600 | billiard<5.0,>=4.2.1 kombu<5.6,>=5.5.2 vine<6.0,>=5.1.0 click<9.0,>=8.1.2 | celery
certifi 2025.10.5 163 320
cffi 2.0.0 219 1200 * | pycparser
charset-normalizer 3.4.4 153 520 *
click 8.3.0 107 420
contourpy 1.3.3 362 1000 * | numpy>=1.25
cryptography 46.0.3 4500 11800 * | cffi>=2.0.0
cycler 0.12.1 8 40
Django 5.2.8 8300 48200 | asgiref>=3.8.1 sqlparse>=0.3.1 | django-admin
djangorestframework 3.16.1 1100 5200 | django>=4.2
dnspython 2.8.0 331 1900
docker 7.1.0 147 740 | requests>=2.26.0 urllib3>=1.26.0
fastapi 0.121.1 109 700 | starlette<0.50.0,>=0.40.0 pydantic>=1.7.4 typing-extensions>=4.8.0 annotated-doc>=0.0.2 | fastapi
annotated-doc 0.0.4 5 20
flake8 7.3.0 57 260 | mccabe<0.8.0,>=0.7.0 pycodestyle<2.15.0,>=2.14.0 pyflakes<3.5.0,>=3.4.0 | flake8
Flask 3.1.2 103 380 | blinker>=1.9.0 click>=8.1.3 itsdangerous>=2.2.0 jinja2>=3.1.2 markupsafe>=2.1.1 werkzeug>=3.1.0 | flask
Flask-Cors 6.0.1 13 50 | flask>=0.9 Werkzeug>=0.7
Flask-SQLAlchemy 3.1.1 25 100 | flask>=2.2.5 sqlalchemy>=2.0.16
fonttools 4.60.1 4900 15200 *
frozenlist 1.8.0 242 600 *
gevent 25.9.1 2100 8200 * | greenlet>=3.2.2 zope.event zope.interface
zope.event 6.0 6 30
zope.interface 8.0.1 264 900 *
google-api-python-client 2.187.0 14600 90000 | httplib2<1.0.0,>=0.19.0
greenlet 3.2.4 607 2600 *
gunicorn 23.0.0 85 420 | packaging | gunicorn
h11 0.16.0 37 160
httpcore 1.0.9 78 330 | certifi h11>=0.16
httplib2 0.31.0 91 420 | pyparsing<4,>=3.0.4
httptools 0.7.1 517 1500 *
httpx 0.28.1 73 340 | anyio certifi httpcore==1.* idna | httpx
idna 3.11 71 340
iniconfig 2.3.0 7 30
itsdangerous 2.2.0 16 70
Jinja2 3.1.6 134 640 | MarkupSafe>=2.0
jmespath 1.0.1 20 110
joblib 1.5.2 308 1900
jsonschema 4.25.1 90 420 | attrs>=22.2.0 jsonschema-specifications>=2023.03.6 referencing>=0.28.4 rpds-py>=0.7.1 | jsonschema
jsonschema-specifications 2025.9.1 18 70 | referencing>=0.31.0
kiwisolver 1.4.9 1500 4200 *
kombu 5.5.4 210 1300 | amqp<6.0.0,>=5.1.1 vine==5.1.0 packaging
kubernetes 34.1.0 2000 21400 | certifi>=14.05.14 six>=1.9.0 python-dateutil>=2.5.3 pyyaml>=5.4.1 requests urllib3>=1.24.2
lxml 6.0.2 5300 17200 *
Mako 1.3.10 78 380 | MarkupSafe>=0.9.2
MarkupSafe 3.0.3 23 90 *
matplotlib 3.10.7 8700 29200 * | contourpy>=1.0.1 cycler>=0.10 fonttools>=4.22.0 kiwisolver>=1.3.1 numpy>=1.23 packaging>=20.0 pillow>=8 pyparsing>=3 python-dateutil>=2.7
mccabe 0.7.0 7 30
multidict 6.7.0 256 800 *
mypy 1.18.2 13300 52200 * | typing-extensions>=4.6.0 pathspec>=0.9.0 | mypy
mysql-connector-python 9.5.0 34100 108000 *
mysqlclient 2.2.7 240 700 *
numpy 2.3.4 16600 72400 *
openai 2.7.1 1000 7400 | anyio<5,>=3.5.0 httpx<1,>=0.23.0 pydantic<3,>=1.9.0 tqdm>4 typing-extensions<5,>=4.11
packaging 25.0 66 320
pandas 2.3.3 12400 61200 * | numpy>=1.26.0 python-dateutil>=2.8.2 pytz>=2020.1 tzdata>=2022.7
pathspec 0.12.1 31 160
pillow 12.0.0 7000 21200 *
pluggy 1.6.0 20 90
prometheus-client 0.23.1 61 290
propcache 0.4.1 221 600 *
psutil 7.1.3 263 1300 *
psycopg2-binary 2.9.11 4200 12400 *
pycodestyle 2.14.0 31 140
pycparser 2.23 118 600
pydantic 2.12.4 463 3900 | annotated-types>=0.6.0 pydantic-core==2.41.5 typing-extensions>=4.14.1 typing-inspection>=0.4.2
pydantic-core 2.41.5 2100 5000 * | typing-extensions>=4.14.1
pyflakes 3.4.0 63 290
PyJWT 2.10.1 22 110
pymongo 4.15.4 1500 5200 * | dnspython<3.0.0,>=1.16.0
PyMySQL 1.1.2 45 220
pyparsing 3.2.5 113 540
pytest 9.0.0 373 1800 | iniconfig>=1.0.1 packaging>=22 pluggy<2,>=1.5 pygments>=2.7.2 | pytest
Pygments 2.19.2 1200 8800
python-dateutil 2.9.0.post0 229 960 | six>=1.5
python-dotenv 1.2.1 21 90 | dotenv
python-multipart 0.0.20 24 110
pytz 2025.2 509 2900
PyYAML 6.0.3 807 2700 *
redis 7.0.1 339 1800
referencing 0.37.0 26 130 | attrs>=22.2.0 rpds-py>=0.7.0
requests 2.32.5 64 320 | charset-normalizer<4,>=2 idna<4,>=2.5 urllib3<3,>=1.21.1 certifi>=2017.4.17
rpds-py 0.28.0 390 1200 *
s3transfer 0.14.0 85 420 | botocore<2.0a.0,>=1.37.4
scikit-learn 1.7.2 9500 42100 * | numpy>=1.22.0 scipy>=1.8.0 joblib>=1.2.0 threadpoolctl>=3.1.0
scipy 1.16.3 35700 112000 * | numpy<2.6,>=1.25.2
setuptools 80.9.0 1200 6200
six 1.17.0 11 40
sniffio 1.3.1 10 50
soupsieve 2.8 36 170
SQLAlchemy 2.0.44 3300 14600 * | greenlet>=1 typing-extensions>=4.6.0
sqlparse 0.5.3 44 210
starlette 0.49.3 74 380 | anyio<5,>=3.6.2
streamlit 1.51.0 10200 32100 | click<9,>=7.0 numpy<3,>=1.23 pandas<3,>=1.4.0 requests<3,>=2.27 | streamlit
threadpoolctl 3.6.0 18 80
tornado 6.5.2 443 1800 *
tqdm 4.67.1 78 340 | | tqdm
typing-extensions 4.15.0 44 200
typing-inspection 0.4.2 14 60 | typing-extensions>=4.12.0
tzdata 2025.2 347 1200
urllib3 2.5.0 129 640
uvicorn 0.38.0 68 320 | click>=7.0 h11>=0.8 | uvicorn
uvloop 0.22.1 4400 15200 *
vine 5.1.0 9 40
virtualenv 20.35.4 6000 7200 | | virtualenv
waitress 3.0.2 56 280 | waitress-serve
websockets 15.0.1 182 900 *
Werkzeug 3.1.3 224 1100 | MarkupSafe>=2.1.1
wheel 0.45.1 72 340 | | wheel
yarl 1.22.0 370 1100 * | idna>=2.0 multidict>=4.0 propcache>=0.2.1
`;

/** By the name that pip compares: small letters, hyphens. */
export const PYTHON_PACKAGES: ReadonlyMap<string, PythonPackage> = new Map(
	TABLE.trim()
		.split('\n')
		.map((line): readonly [string, PythonPackage] => {
			const parts = line.split('|').map((part) => part.trim());
			const [name = '', version = '', download = '', installed = '', mark] = (parts[0] as string).split(' ');
			const words = (part: string | undefined): string[] => (part ?? '').split(' ').filter((word) => word !== '');
			return [
				canonicalName(name),
				{
					name,
					version,
					downloadKb: Number(download),
					installedKb: Number(installed),
					requires: words(parts[1]),
					isBinary: mark === '*',
					scripts: words(parts[2]),
				},
			];
		}),
);

/** Models PEP 503. */
export function canonicalName(name: string): string {
	return name.toLowerCase().replace(/[-_.]+/g, '-');
}
