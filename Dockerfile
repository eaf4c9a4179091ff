FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
RUN useradd --system lcep && mkdir -p /data/media \
 && python manage.py collectstatic --noinput --verbosity 0 \
 && rm -f /data/secret_key /data/*.sqlite3* && chown -R lcep /data
USER lcep
VOLUME /data/media
EXPOSE 8000
CMD ["gunicorn", "-c", "python:lcep_site.gunicorn", "--bind", "0.0.0.0:8000"]
