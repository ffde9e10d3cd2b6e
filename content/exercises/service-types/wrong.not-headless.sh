# fails: headless/no-address, headless/names
kubectl expose deployment peers -n data --port=8080
sleep 5
