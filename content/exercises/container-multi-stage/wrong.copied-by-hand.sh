# fails: stages/from-source
# The page is built outside and laid into the folder: the next change of build.py does not reach the image.
cd /root/site
echo '<h1>made in a stage</h1>' > index.html
printf 'FROM nginx:1.27-alpine\nCOPY index.html /usr/share/nginx/html/\n' > Dockerfile
docker build -q -t controlplane:5000/site:1 .
