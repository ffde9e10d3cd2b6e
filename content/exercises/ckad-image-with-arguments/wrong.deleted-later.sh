# fails: change/left-out, change/cached, change/builds
# What a later layer deletes is still in the one before; a variable of the build is none of the container.
cd /opt/work/@{app}
sed -i -e '/^RUN/a RUN rm -rf .env drafts\nARG EDITION=none\nUSER @{uid}' -e '/^CMD/d' -e '/^ENTRYPOINT/d' Dockerfile
echo 'ENTRYPOINT ["python", "server.py"]' >> Dockerfile
echo 'CMD ["@{guest}"]' >> Dockerfile
