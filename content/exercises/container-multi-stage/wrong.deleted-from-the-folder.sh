# fails: ignore/not-deleted, ignore/complete
# The files are gone from the folder instead of from the image, and templates with them.
rm -rf /root/leaky/.env /root/leaky/.git
printf '*\n!main.py\n' > /root/leaky/.dockerignore
