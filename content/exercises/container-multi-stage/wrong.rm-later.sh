# fails: ignore/clean
# Removed by a later layer, kept by the earlier one.
sed -i 's/^COPY \. \.$/COPY . .\nRUN rm -rf .env .git/' /root/leaky/Dockerfile
